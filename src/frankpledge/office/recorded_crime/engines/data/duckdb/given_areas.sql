-- answers: Counts of areas of one's own making (a table `belongs`: small area, area), such as partnerships or beats.
-- parameters: months texts, crime_types texts
-- columns: area text, month text, status text, n integer
-- key: area, month
-- with: months kept home
SELECT
  a.area,
  m.month,
  CASE WHEN MIN(COALESCE(h.status, 'missing')) = 'supplied' AND MAX(COALESCE(h.status, 'missing')) = 'supplied'
    THEN 'supplied' ELSE 'missing' END AS status,
  CASE WHEN MIN(COALESCE(h.status, 'missing')) = 'supplied' AND MAX(COALESCE(h.status, 'missing')) = 'supplied'
    THEN CAST(COALESCE(SUM(c.n), 0) AS BIGINT) END AS n
FROM belongs AS a
CROSS JOIN months AS m
LEFT JOIN (
  SELECT lsoa21_code, MIN(force24) AS force24
  FROM cells
  WHERE placed = 'placed'
  GROUP BY lsoa21_code
) AS f ON f.lsoa21_code = a.lsoa21_code
LEFT JOIN home AS h ON h.force24 = f.force24 AND h.month = m.month
LEFT JOIN (
  SELECT lsoa21_code, month, SUM(n) AS n
  FROM kept
  WHERE placed = 'placed'
  GROUP BY lsoa21_code, month
) AS c ON c.lsoa21_code = a.lsoa21_code AND c.month = m.month
WHERE NOT f.force24 IS NULL
GROUP BY a.area, m.month
