-- answers: How do areas differ: median, nine-tenths, mean and spread of their totals, by type?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: crime_type text, areas integer, median number, nine_tenths number, mean number, variance number
-- key: crime_type
-- with: months kept inside
SELECT
  crime_type,
  COUNT(*) AS areas,
  MEDIAN(n) AS median,
  QUANTILE_CONT(n, 0.9) AS nine_tenths,
  AVG(n) AS mean,
  VAR_SAMP(n) AS variance
FROM (
  SELECT crime_type, area, CAST(SUM(n) AS DOUBLE) AS n
  FROM inside
  WHERE NOT area IS NULL
  GROUP BY crime_type, area
) AS totals
GROUP BY crime_type
