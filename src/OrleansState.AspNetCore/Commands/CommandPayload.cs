using System.Globalization;

namespace OrleansState.AspNetCore;

/// <summary>What an idempotency key is held against: a command's name and arguments, each after its length, so that no two commands look alike.</summary>
public static class CommandPayload
{
    /// <summary>The command in one unambiguous form.</summary>
    /// <param name="command">Its name, e.g. <c>wallet.pay</c>.</param>
    /// <param name="arguments">Its arguments; numbers and the like in the invariant culture.</param>
    public static string Of(string command, params IEnumerable<object> arguments) => string.Concat(arguments.Prepend(command)
        .Select(part => Convert.ToString(part, CultureInfo.InvariantCulture)!).Select(text => string.Create(CultureInfo.InvariantCulture, $"{text.Length}:{text}")));
}
