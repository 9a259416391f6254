WITH months AS (
  SELECT
    EXPLODE(CAST(:months AS ARRAY<STRING>)) AS month
), kept AS (
  SELECT
    c.*
  FROM cells AS c
  JOIN months AS m
    ON m.month = c.month
  WHERE
    (
      SIZE(CAST(:crime_types AS ARRAY<STRING>)) = 0 AND NOT c.is_asb
    )
    OR ARRAY_CONTAINS(CAST(:crime_types AS ARRAY<STRING>), c.crime_type)
), home AS (
  SELECT
    month,
    force24,
    MIN(status) AS status
  FROM supplied
  WHERE
    NOT force24 IS NULL
  GROUP BY
    month,
    force24
)
SELECT
  a.area,
  m.month,
  CASE
    WHEN MIN(COALESCE(h.status, 'missing')) = 'supplied'
    AND MAX(COALESCE(h.status, 'missing')) = 'supplied'
    THEN 'supplied'
    ELSE 'missing'
  END AS status,
  CASE
    WHEN MIN(COALESCE(h.status, 'missing')) = 'supplied'
    AND MAX(COALESCE(h.status, 'missing')) = 'supplied'
    THEN CAST(COALESCE(SUM(c.n), 0) AS BIGINT)
  END AS n
FROM belongs AS a
CROSS JOIN months AS m
LEFT JOIN (
  SELECT
    lsoa21_code,
    MIN(force24) AS force24
  FROM cells
  WHERE
    placed = 'placed'
  GROUP BY
    lsoa21_code
) AS f
  ON f.lsoa21_code = a.lsoa21_code
LEFT JOIN home AS h
  ON h.force24 = f.force24 AND h.month = m.month
LEFT JOIN (
  SELECT
    lsoa21_code,
    month,
    SUM(n) AS n
  FROM kept
  WHERE
    placed = 'placed'
  GROUP BY
    lsoa21_code,
    month
) AS c
  ON c.lsoa21_code = a.lsoa21_code AND c.month = m.month
WHERE
  NOT f.force24 IS NULL
GROUP BY
  a.area,
  m.month
