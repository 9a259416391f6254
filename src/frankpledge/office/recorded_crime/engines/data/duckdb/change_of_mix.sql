-- answers: How did the share of each type change from one period to the next?
-- parameters: months texts, crime_types texts, from_month text
-- columns: crime_type text, before integer, after integer, share_before number, share_after number, difference number
-- key: crime_type
-- with: months kept
SELECT
  crime_type,
  before,
  after,
  share_before,
  share_after,
  share_after - share_before AS difference
FROM (
  SELECT
    crime_type,
    before,
    after,
    CAST(before AS DOUBLE) / NULLIF(SUM(before) OVER (), 0) AS share_before,
    CAST(after AS DOUBLE) / NULLIF(SUM(after) OVER (), 0) AS share_after
  FROM (
    SELECT
      crime_type,
      CAST(SUM(CASE WHEN month < $from_month THEN n ELSE 0 END) AS BIGINT) AS before,
      CAST(SUM(CASE WHEN month >= $from_month THEN n ELSE 0 END) AS BIGINT) AS after
    FROM kept
    GROUP BY crime_type
  ) AS totals
) AS shares
