WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
)
SELECT
  reported_by,
  month,
  CAST(SUM(CASE WHEN NOT is_asb THEN n ELSE 0 END) AS BIGINT) AS crimes,
  CAST(SUM(CASE WHEN NOT is_asb AND placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS crimes_placed,
  CAST(SUM(CASE WHEN is_asb THEN n ELSE 0 END) AS BIGINT) AS incidents,
  CAST(SUM(CASE WHEN is_asb AND placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS incidents_placed,
  CAST(SUM(n) AS BIGINT) AS rows
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
  reported_by,
  month
