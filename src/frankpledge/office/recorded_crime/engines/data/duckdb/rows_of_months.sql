-- answers: How do the rows of a force's month divide: crimes and incidents, placed and not placed?
-- parameters: months texts, reported_by text
-- columns: reported_by text, month text, crimes integer, crimes_placed integer, incidents integer, incidents_placed integer, rows integer
-- key: reported_by, month
-- with: months
SELECT
  reported_by,
  month,
  CAST(SUM(CASE WHEN NOT is_asb THEN n ELSE 0 END) AS BIGINT) AS crimes,
  CAST(SUM(CASE WHEN NOT is_asb AND placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS crimes_placed,
  CAST(SUM(CASE WHEN is_asb THEN n ELSE 0 END) AS BIGINT) AS incidents,
  CAST(SUM(CASE WHEN is_asb AND placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS incidents_placed,
  CAST(SUM(n) AS BIGINT) AS rows
FROM cells
WHERE month IN (SELECT month FROM months)
  AND (CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT))
GROUP BY reported_by, month
