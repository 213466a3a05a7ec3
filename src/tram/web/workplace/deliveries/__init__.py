"""Pages of delivery (phát kết quả): the postman's round and its doors."""

from tram.web.workplace.deliveries import doors

urls = [*doors.urls]
