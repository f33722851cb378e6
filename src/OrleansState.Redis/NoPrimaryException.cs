using StackExchange.Redis;

namespace OrleansState.Redis;

/// <summary>The client takes a server for the primary that is none, or is none any more.</summary>
internal sealed class NoPrimaryException(string message) : RedisException(message);
