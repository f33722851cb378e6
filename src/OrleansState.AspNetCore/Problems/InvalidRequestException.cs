namespace OrleansState.AspNetCore;

/// <summary>
/// A request that can't be bound to a handler's parameters; answered as the problem of its code. An exception because binding has no
/// other way out: a handler that refuses returns a result.
/// </summary>
/// <param name="code">The problem's code, e.g. <see cref="StateProblemCodes.MalformedHeader"/>.</param>
/// <param name="detail">What was refused, which header or field, which limit.</param>
/// <param name="inner">What was met, or null.</param>
public sealed class InvalidRequestException(string code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    /// <summary>The problem's code.</summary>
    public string Code { get; } = code;
}
