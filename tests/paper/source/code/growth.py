def growth(first: float, last: float, years: int) -> float:
    return (last / first) ** (1 / years) - 1


print(f"{growth(12000, 15300, 2):.1%}")
