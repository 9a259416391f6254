WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
), kept AS (
  SELECT
    c.*
  FROM cells AS c
  JOIN months AS m
    ON m.month = c.month
  WHERE
    (
      SIZE(CAST(:crime_types AS ARRAY<STRING>)) = 0 AND NOT c.is_asb
    )
    OR ARRAY_CONTAINS(CAST(:crime_types AS ARRAY<STRING>), c.crime_type)
), reporters AS (
  SELECT DISTINCT
    reported_by
  FROM supplied
  WHERE
    CAST(:reported_by AS STRING) IS NULL
    OR reported_by = CAST(:reported_by AS STRING)
), force_counts AS (
  SELECT
    reported_by,
    month,
    CAST(SUM(n) AS BIGINT) AS n
  FROM kept
  WHERE
    CAST(:reported_by AS STRING) IS NULL
    OR reported_by = CAST(:reported_by AS STRING)
  GROUP BY
    reported_by,
    month
), force_dense AS (
  SELECT
    r.reported_by,
    m.month,
    12 * CAST(SUBSTRING(m.month, 1, 4) AS INT) + CAST(SUBSTRING(m.month, 6, 2) AS INT) AS k,
    COALESCE(s.status, 'missing') AS status,
    CASE WHEN s.status = 'supplied' THEN COALESCE(c.n, 0) END AS n
  FROM reporters AS r
  CROSS JOIN months AS m
  LEFT JOIN supplied AS s
    ON s.reported_by = r.reported_by AND s.month = m.month
  LEFT JOIN force_counts AS c
    ON c.reported_by = r.reported_by AND c.month = m.month
)
SELECT
  reported_by,
  month,
  n,
  COUNT(n) OVER before AS months_before,
  AVG(CAST(n AS DOUBLE)) OVER before AS mean_before,
  STDDEV_SAMP(CAST(n AS DOUBLE)) OVER before AS sd_before,
  MAX(n) OVER (
    PARTITION BY reported_by
    ORDER BY k NULLS LAST
    RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING
  ) AS previous
FROM force_dense
WINDOW before AS (
  PARTITION BY reported_by
  ORDER BY k NULLS LAST
  RANGE BETWEEN 24 PRECEDING AND 1 PRECEDING
)
