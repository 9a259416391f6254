-- answers: What was recorded in an area, month by month, whoever recorded it?
-- parameters: months texts, crime_types texts, level text, within text
-- columns: area text, month text, status text, n integer
-- key: area, month
-- with: months kept inside every_area home area_counts area_dense
SELECT area, month, status, n
FROM area_dense
