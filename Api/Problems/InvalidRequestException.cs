namespace OrleansState.Api.Problems;

/// <summary>
/// A request that can't be bound to a handler's parameters. An exception because binding has no other way out; a handler
/// that refuses returns a <see cref="Problem"/>.
/// </summary>
internal sealed class InvalidRequestException(string code, string detail, Exception? inner = null) : Exception(detail, inner)
{
    public string Code { get; } = code;
}
