-- answers: Twelve months together, beside the twelve before them; only where all are there.
-- parameters: months texts, crime_types texts, reported_by text
-- columns: reported_by text, month text, year_to integer, year_before integer, ratio number
-- key: reported_by, month
-- with: months kept reporters force_counts force_dense 
SELECT
  reported_by,
  month,
  year_to,
  year_before,
  CAST(year_to AS DOUBLE) / NULLIF(year_before, 0) AS ratio
FROM (
  SELECT
    reported_by,
    month,
    CASE WHEN COUNT(n) OVER recent = 12 THEN CAST(SUM(n) OVER recent AS BIGINT) END AS year_to,
    CASE WHEN COUNT(n) OVER earlier = 12 THEN CAST(SUM(n) OVER earlier AS BIGINT) END AS year_before
  FROM force_dense
  WINDOW
    recent AS (PARTITION BY reported_by ORDER BY k RANGE BETWEEN 11 PRECEDING AND CURRENT ROW),
    earlier AS (PARTITION BY reported_by ORDER BY k RANGE BETWEEN 23 PRECEDING AND 12 PRECEDING)
) AS years
