-- answers: Mean and spread of the 24 months before each month of a force: what a month may be held against.
-- parameters: months texts, crime_types texts, reported_by text
-- columns: reported_by text, month text, n integer, months_before integer, mean_before number, sd_before number, previous integer
-- key: reported_by, month
-- with: months kept reporters force_counts force_dense
SELECT
  reported_by,
  month,
  n,
  COUNT(n) OVER before AS months_before,
  AVG(CAST(n AS DOUBLE)) OVER before AS mean_before,
  STDDEV_SAMP(CAST(n AS DOUBLE)) OVER before AS sd_before,
  MAX(n) OVER (PARTITION BY reported_by ORDER BY k RANGE BETWEEN 1 PRECEDING AND 1 PRECEDING) AS previous
FROM force_dense
WINDOW before AS (PARTITION BY reported_by ORDER BY k RANGE BETWEEN 24 PRECEDING AND 1 PRECEDING)
