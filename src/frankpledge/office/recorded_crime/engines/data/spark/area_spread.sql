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
)
SELECT
  crime_type,
  COUNT(*) AS areas,
  PERCENTILE(n, 0.5) AS median,
  PERCENTILE(n, 0.9) AS nine_tenths,
  AVG(n) AS mean,
  VARIANCE(n) AS variance
FROM (
  SELECT
    crime_type,
    area,
    CAST(SUM(n) AS DOUBLE) AS n
  FROM inside
  WHERE
    NOT area IS NULL
  GROUP BY
    crime_type,
    area
) AS totals
GROUP BY
  crime_type
