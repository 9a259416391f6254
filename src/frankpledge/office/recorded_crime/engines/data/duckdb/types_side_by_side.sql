-- answers: Some types side by side, month by month, for a table or a drawing.
-- parameters: months texts, reported_by text
-- columns: month text, burglary integer, robbery integer, shoplifting integer, vehicle_crime integer, violence integer, all_crimes integer, incidents integer
-- key: month
-- with: months
SELECT
  month,
  CAST(SUM(CASE WHEN crime_type = 'Burglary' THEN n ELSE 0 END) AS BIGINT) AS burglary,
  CAST(SUM(CASE WHEN crime_type = 'Robbery' THEN n ELSE 0 END) AS BIGINT) AS robbery,
  CAST(SUM(CASE WHEN crime_type = 'Shoplifting' THEN n ELSE 0 END) AS BIGINT) AS shoplifting,
  CAST(SUM(CASE WHEN crime_type = 'Vehicle crime' THEN n ELSE 0 END) AS BIGINT) AS vehicle_crime,
  CAST(SUM(CASE WHEN LOWER(crime_type) LIKE 'violence%' THEN n ELSE 0 END) AS BIGINT) AS violence,
  CAST(SUM(CASE WHEN NOT is_asb THEN n ELSE 0 END) AS BIGINT) AS all_crimes,
  CAST(SUM(CASE WHEN is_asb THEN n ELSE 0 END) AS BIGINT) AS incidents
FROM cells
WHERE month IN (SELECT month FROM months)
  AND (CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT))
GROUP BY month
