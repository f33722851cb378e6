using System.Globalization;

namespace OrleansState.Api.Commands;

/// <summary>What an idempotency key is held against: a command's name and arguments, each after its length, so that no two commands look alike.</summary>
internal static class CommandPayload
{
    public static string Of(string command, params IEnumerable<object> arguments) => string.Concat(arguments.Prepend(command)
        .Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)!).Select(text => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}")));
}
