-- answers: The areas with most, their share and the share up to them; equal counts go by code.
-- parameters: months texts, crime_types texts, level text, within text, top integer
-- columns: place integer, area text, n integer, share number, share_so_far number
-- key: place
-- with: months kept inside every_area home area_counts area_dense
SELECT
  place,
  area,
  n,
  CAST(n AS DOUBLE) / NULLIF(everything, 0) AS share,
  CAST(so_far AS DOUBLE) / NULLIF(everything, 0) AS share_so_far
FROM (
  SELECT
    area,
    n,
    ROW_NUMBER() OVER (ORDER BY n DESC, area) AS place,
    SUM(n) OVER () AS everything,
    SUM(n) OVER (ORDER BY n DESC, area ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
  FROM (
    SELECT area, CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n
    FROM area_dense
    GROUP BY area
  ) AS totals
) AS placed_in_order
WHERE place <= $top
