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
  year_to,
  year_before,
  CAST(year_to AS DOUBLE) / NULLIF(year_before, 0) AS ratio
FROM (
  SELECT
    reported_by,
    month,
    CASE WHEN COUNT(n) OVER recent = 12 THEN CAST(SUM(n) OVER recent AS BIGINT) END AS year_to,
    CASE WHEN COUNT(n) OVER earlier = 12 THEN CAST(SUM(n) OVER earlier AS BIGINT) END AS year_before
  FROM force_dense
  WINDOW recent AS (
    PARTITION BY reported_by
    ORDER BY k NULLS LAST
    RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
  ), earlier AS (
    PARTITION BY reported_by
    ORDER BY k NULLS LAST
    RANGE BETWEEN 23 PRECEDING AND 12 PRECEDING
  )
) AS years
