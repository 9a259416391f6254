-- answers: Who recorded what lies in an area?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, reported_by text, n integer, share number
-- key: area, reported_by
-- with: months kept inside
SELECT area, reported_by, n, CAST(n AS DOUBLE) / NULLIF(SUM(n) OVER (PARTITION BY area), 0) AS share
FROM (
  SELECT area, reported_by, CAST(SUM(n) AS BIGINT) AS n
  FROM inside
  WHERE NOT area IS NULL
  GROUP BY area, reported_by
) AS totals
