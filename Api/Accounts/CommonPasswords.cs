using System.Collections.Frozen;

namespace OrleansState.Api.Accounts;

/// <summary>Passwords that are tried first wherever passwords are guessed; <c>common-passwords.txt</c> says where they are from.</summary>
internal static class CommonPasswords
{
    private const string Resource = "OrleansState.Api.Accounts.common-passwords.txt";

    private static readonly FrozenSet<string> All = Read().ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Case makes no difference.</summary>
    public static bool Contains(string password) => All.Contains(password);

    private static IEnumerable<string> Read()
    {
        using var reader = new StreamReader(typeof(CommonPasswords).Assembly.GetManifestResourceStream(Resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("# ", StringComparison.Ordinal))
                yield return line;
        }
    }
}
