namespace OrleansState.Bench;

/// <summary>What was measured did not do what it claims; its figures are worth nothing and are not reported.</summary>
internal sealed class WrongAnswerException(string message) : Exception(message);
