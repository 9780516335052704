"""年均增长率的计算。"""


def growth(first: float, last: float, years: int) -> float:
    """年均增长率：first 为初值，last 为末值。"""
    return (last / first) ** (1 / years) - 1


print(f"{growth(25, 46, 1):.1%}")
