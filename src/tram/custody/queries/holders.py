"""How a holder is called."""


def holder_name_sql(alias: str) -> str:
    """SQL for the words that name a holder."""
    return (
        f"coalesce((SELECT u.name FROM directory_unit u WHERE u.id = {alias}.unit_id), "
        f"(SELECT p.full_name FROM accounts_user p WHERE p.id = {alias}.user_id), "
        f"CASE {alias}.kind WHEN 'customer' THEN 'Khách hàng' ELSE 'Sự cố' END)"
    )
