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
  CAST(MAX(everything) AS BIGINT) AS n,
  CAST(SUM(CASE WHEN 2 * (
    so_far - n
  ) < everything THEN 1 ELSE 0 END) AS BIGINT) AS areas_for_half,
  CAST(SUM(CASE WHEN 5 * (
    so_far - n
  ) < 4 * everything THEN 1 ELSE 0 END) AS BIGINT) AS areas_for_four_fifths
FROM (
  SELECT
    crime_type,
    n,
    SUM(n) OVER (PARTITION BY crime_type) AS everything,
    SUM(n) OVER (
      PARTITION BY crime_type
      ORDER BY n DESC, area NULLS LAST
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS so_far
  FROM (
    SELECT
      crime_type,
      area,
      SUM(n) AS n
    FROM inside
    WHERE
      NOT area IS NULL
    GROUP BY
      crime_type,
      area
  ) AS totals
) AS in_order
GROUP BY
  crime_type
