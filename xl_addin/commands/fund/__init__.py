"""资金平衡表: the special fund by enterprise, what is due, who helps whom."""
