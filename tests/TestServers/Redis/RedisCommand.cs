using System.Text;

namespace OrleansState.TestServers.Redis;

/// <summary>A command on its way to Redis: its bytes, and as much of its meaning as a fault is chosen by.</summary>
/// <param name="Bytes">As the client sent it.</param>
/// <param name="Arguments">Its name and what follows.</param>
internal sealed record RedisCommand(byte[] Bytes, IReadOnlyList<byte[]> Arguments)
{
    public string Name => Encoding.ASCII.GetString(Arguments[0]).ToUpperInvariant();

    /// <summary>
    /// Whether it reads or writes a state: by a script, or the mark of an erased user. The look at the store that every silo
    /// takes by itself is none.
    /// </summary>
    public bool IsOfAState => Name == "EVALSHA"
        ? !Arguments.Any(a => a.AsSpan().EndsWith("/probe"u8))
        : Arguments.Count > 1 && Arguments[1].AsSpan().IndexOf("/erased/"u8) >= 0;

    /// <summary>An answer in the command's place and turn.</summary>
    public static byte[] Answering(string error) => Encode("EVAL", "return redis.error_reply(ARGV[1])", "0", error);

    /// <summary>Answers its own text, so that whatever came before it has been carried out when the text comes.</summary>
    public static byte[] Marker(string text) => Encode("ECHO", text);

    private static byte[] Encode(params string[] arguments) => Encoding.ASCII.GetBytes(
        $"*{arguments.Length}\r\n{string.Concat(arguments.Select(a => $"${a.Length}\r\n{a}\r\n"))}");
}
