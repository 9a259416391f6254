-- answers: What share of a force's crimes can be put on a map, by type?
-- parameters: months texts, crime_types texts, reported_by text
-- columns: reported_by text, crime_type text, placed integer, not_placed integer, share number
-- key: reported_by, crime_type
-- with: months kept
SELECT reported_by, crime_type, placed, not_placed, CAST(placed AS DOUBLE) / NULLIF(placed + not_placed, 0) AS share
FROM (
  SELECT
    reported_by,
    crime_type,
    CAST(SUM(CASE WHEN placed = 'placed' THEN n ELSE 0 END) AS BIGINT) AS placed,
    CAST(SUM(CASE WHEN placed = 'placed' THEN 0 ELSE n END) AS BIGINT) AS not_placed
  FROM kept
  WHERE CAST($reported_by AS TEXT) IS NULL OR reported_by = CAST($reported_by AS TEXT)
  GROUP BY reported_by, crime_type
) AS either
