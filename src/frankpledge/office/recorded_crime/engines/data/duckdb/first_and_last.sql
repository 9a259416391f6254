-- answers: When was something first and last recorded in an area, in how many months, of how many types?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, first_month text, last_month text, months integer, types integer, n integer
-- key: area
-- with: months kept inside
SELECT
  area,
  MIN(month) AS first_month,
  MAX(month) AS last_month,
  COUNT(DISTINCT month) AS months,
  COUNT(DISTINCT crime_type) AS types,
  CAST(SUM(n) AS BIGINT) AS n
FROM inside
WHERE NOT area IS NULL
GROUP BY area
