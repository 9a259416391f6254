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
), inside AS (
  SELECT
    CASE CAST(:level AS STRING)
      WHEN 'lsoa21'
      THEN lsoa21_code
      WHEN 'ward24'
      THEN ward24
      WHEN 'district24'
      THEN district24
      WHEN 'force24'
      THEN force24
    END AS area,
    force24,
    month,
    reported_by,
    crime_type,
    n
  FROM kept
  WHERE
    placed = 'placed'
    AND (
      CAST(:within AS STRING) IS NULL
      OR force24 = CAST(:within AS STRING)
      OR district24 = CAST(:within AS STRING)
      OR ward24 = CAST(:within AS STRING)
      OR lsoa21_code = CAST(:within AS STRING)
    )
), every_area AS (
  SELECT DISTINCT
    CASE CAST(:level AS STRING)
      WHEN 'lsoa21'
      THEN lsoa21_code
      WHEN 'ward24'
      THEN ward24
      WHEN 'district24'
      THEN district24
      WHEN 'force24'
      THEN force24
    END AS area,
    force24
  FROM cells
  WHERE
    placed = 'placed'
    AND (
      CAST(:within AS STRING) IS NULL
      OR force24 = CAST(:within AS STRING)
      OR district24 = CAST(:within AS STRING)
      OR ward24 = CAST(:within AS STRING)
      OR lsoa21_code = CAST(:within AS STRING)
    )
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
), area_counts AS (
  SELECT
    area,
    month,
    CAST(SUM(n) AS BIGINT) AS n
  FROM inside
  WHERE
    NOT area IS NULL
  GROUP BY
    area,
    month
), area_dense AS (
  SELECT
    a.area,
    m.month,
    12 * CAST(SUBSTRING(m.month, 1, 4) AS INT) + CAST(SUBSTRING(m.month, 6, 2) AS INT) AS k,
    COALESCE(h.status, 'missing') AS status,
    CASE WHEN h.status = 'supplied' THEN COALESCE(c.n, 0) END AS n
  FROM every_area AS a
  CROSS JOIN months AS m
  LEFT JOIN home AS h
    ON h.force24 = a.force24 AND h.month = m.month
  LEFT JOIN area_counts AS c
    ON c.area = a.area AND c.month = m.month
  WHERE
    NOT a.area IS NULL
)
SELECT
  area,
  month,
  status,
  n
FROM area_dense
