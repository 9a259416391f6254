-- answers: How much in each area, over how many months that have a figure?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, months_counted integer, months_missing integer, n integer
-- key: area
-- with: months kept inside every_area home area_counts area_dense
SELECT
  area,
  COUNT(n) AS months_counted,
  COUNT(*) - COUNT(n) AS months_missing,
  CAST(SUM(n) AS BIGINT) AS n
FROM area_dense
GROUP BY area
