-- answers: Years from April to March of each area; a year with a month missing has no figure.
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, year_from integer, months_counted integer, n integer
-- key: area, year_from
-- with: months kept inside every_area home area_counts area_dense
SELECT
  area,
  year_from,
  COUNT(n) AS months_counted,
  CASE WHEN COUNT(n) = 12 THEN CAST(SUM(n) AS BIGINT) END AS n
FROM (
  SELECT area, n, CAST(FLOOR((k - 4) / 12.0) AS INTEGER) AS year_from
  FROM area_dense
) AS each_month
GROUP BY area, year_from
