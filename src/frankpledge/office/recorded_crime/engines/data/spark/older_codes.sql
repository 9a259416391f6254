WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
)
SELECT
  month,
  CAST(SUM(CASE WHEN placed = 'placed' AND lsoa_code = lsoa21_code THEN n ELSE 0 END) AS BIGINT) AS as_published,
  CAST(SUM(CASE WHEN placed = 'placed' AND lsoa_code <> lsoa21_code THEN n ELSE 0 END) AS BIGINT) AS put_over,
  CAST(SUM(CASE WHEN placed = 'placed' THEN 0 ELSE n END) AS BIGINT) AS not_placed
FROM cells
WHERE
  month IN (
    SELECT
      month
    FROM months
  )
  AND (
    CAST(:reported_by AS STRING) IS NULL
    OR reported_by = CAST(:reported_by AS STRING)
  )
GROUP BY
  month
