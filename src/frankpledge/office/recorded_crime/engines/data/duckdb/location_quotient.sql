-- answers: Is a type's share in an area larger than its share in the whole?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, crime_type text, n integer, quotient number
-- key: area, crime_type
-- with: months kept inside
SELECT
  area,
  crime_type,
  n,
  (CAST(n AS DOUBLE) / NULLIF(of_area, 0)) / NULLIF(CAST(of_type AS DOUBLE) / NULLIF(everything, 0), 0) AS quotient
FROM (
  SELECT
    area,
    crime_type,
    n,
    SUM(n) OVER (PARTITION BY area) AS of_area,
    SUM(n) OVER (PARTITION BY crime_type) AS of_type,
    SUM(n) OVER () AS everything
  FROM (
    SELECT area, crime_type, CAST(SUM(n) AS BIGINT) AS n
    FROM inside
    WHERE NOT area IS NULL
    GROUP BY area, crime_type
  ) AS totals
) AS beside
