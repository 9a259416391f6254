-- answers: Each month of each area beside the same month a year before.
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, month text, n integer, n_before integer, difference integer, ratio number
-- key: area, month
-- with: months kept inside every_area home area_counts area_dense
SELECT
  a.area,
  a.month,
  a.n,
  b.n AS n_before,
  a.n - b.n AS difference,
  CAST(a.n AS DOUBLE) / NULLIF(b.n, 0) AS ratio
FROM area_dense AS a
LEFT JOIN area_dense AS b ON b.area = a.area AND b.k = a.k - 12
