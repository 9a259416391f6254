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
)
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
      CAST(SUM(CASE WHEN month < :from_month THEN n ELSE 0 END) AS BIGINT) AS before,
      CAST(SUM(CASE WHEN month >= :from_month THEN n ELSE 0 END) AS BIGINT) AS after
    FROM kept
    GROUP BY
      crime_type
  ) AS totals
) AS shares
