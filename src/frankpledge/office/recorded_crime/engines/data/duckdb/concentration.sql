-- answers: How few areas hold a half and four fifths of what was recorded, by type?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: crime_type text, areas integer, n integer, areas_for_half integer, areas_for_four_fifths integer
-- key: crime_type
-- with: months kept inside
SELECT
  crime_type,
  COUNT(*) AS areas,
  CAST(MAX(everything) AS BIGINT) AS n,
  CAST(SUM(CASE WHEN 2 * (so_far - n) < everything THEN 1 ELSE 0 END) AS BIGINT) AS areas_for_half,
  CAST(SUM(CASE WHEN 5 * (so_far - n) < 4 * everything THEN 1 ELSE 0 END) AS BIGINT) AS areas_for_four_fifths
FROM (
  SELECT
    crime_type,
    n,
    SUM(n) OVER (PARTITION BY crime_type) AS everything,
    SUM(n) OVER (
      PARTITION BY crime_type ORDER BY n DESC, area ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS so_far
  FROM (
    SELECT crime_type, area, SUM(n) AS n
    FROM inside
    WHERE NOT area IS NULL
    GROUP BY crime_type, area
  ) AS totals
) AS in_order
GROUP BY crime_type
