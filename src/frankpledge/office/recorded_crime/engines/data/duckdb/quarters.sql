-- answers: Quarters of each force; a quarter with a month missing has no figure.
-- parameters: months texts, crime_types texts, reported_by text
-- columns: reported_by text, quarter text, months_counted integer, n integer
-- key: reported_by, quarter
-- with: months kept reporters force_counts force_dense
SELECT
  reported_by,
  quarter,
  COUNT(n) AS months_counted,
  CASE WHEN COUNT(n) = 3 THEN CAST(SUM(n) AS BIGINT) END AS n
FROM (
  SELECT
    reported_by,
    n,
    SUBSTRING(month, 1, 4) || '-Q'
      || CAST(CAST(FLOOR((CAST(SUBSTRING(month, 6, 2) AS INTEGER) + 2) / 3.0) AS INTEGER) AS TEXT) AS quarter
  FROM force_dense
) AS each_month
GROUP BY reported_by, quarter
