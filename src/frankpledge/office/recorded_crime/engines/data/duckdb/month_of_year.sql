-- answers: What is each calendar month beside the average month, by type?
-- parameters: months texts, reported_by text
-- columns: crime_type text, calendar_month integer, months integer, mean number, index number
-- key: crime_type, calendar_month
-- with: months
SELECT
  crime_type,
  calendar_month,
  COUNT(*) AS months,
  AVG(CAST(n AS DOUBLE)) AS mean,
  AVG(CAST(n AS DOUBLE)) / NULLIF(MAX(overall), 0) AS index
FROM (
  SELECT
    crime_type,
    CAST(SUBSTRING(month, 6, 2) AS INTEGER) AS calendar_month,
    n,
    AVG(CAST(n AS DOUBLE)) OVER (PARTITION BY crime_type) AS overall
  FROM (
    SELECT crime_type, month, CAST(SUM(n) AS BIGINT) AS n
    FROM cells
    WHERE month IN (SELECT month FROM months)
      AND (CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT))
    GROUP BY crime_type, month
  ) AS monthly
) AS beside
GROUP BY crime_type, calendar_month
