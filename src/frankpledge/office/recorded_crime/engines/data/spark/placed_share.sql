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
)
SELECT
  reported_by,
  crime_type,
  placed,
  not_placed,
  CAST(placed AS DOUBLE) / NULLIF(placed + not_placed, 0) AS share
FROM (
  SELECT
    reported_by,
    crime_type,
    CAST(SUM(CASE WHEN placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS placed,
    CAST(SUM(CASE WHEN placed = 'placed' THEN 0 ELSE n END) AS BIGINT) AS not_placed
  FROM kept
  WHERE
    CAST(:reported_by AS STRING) IS NULL
    OR reported_by = CAST(:reported_by AS STRING)
  GROUP BY
    reported_by,
    crime_type
) AS either
