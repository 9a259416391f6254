WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
)
SELECT
  c.crime_type,
  c.is_asb,
  m.month,
  CAST(SUM(c.n) AS BIGINT) AS n
FROM cells AS c
JOIN months AS m
  ON m.month = c.month
WHERE
  CAST(:reported_by AS STRING) IS NULL
  OR c.reported_by = CAST(:reported_by AS STRING)
GROUP BY
  c.crime_type,
  c.is_asb,
  m.month
