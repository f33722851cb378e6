namespace OrleansState.Repository.Tests.Settings;

/// <summary>One setting as the option classes declare it; a dictionary's entries stand as one setting ending in <c>:NAME</c>.</summary>
internal sealed record Setting(string Key, Type Type, string Default, string Limits, string Purpose)
{
    public const string Entry = "NAME";

    public string Variable => Key.Replace(":", "__", StringComparison.Ordinal);

    public bool Matches(string variable) => Key.EndsWith(":" + Entry, StringComparison.Ordinal)
        ? variable.StartsWith(Variable[..^Entry.Length], StringComparison.OrdinalIgnoreCase) && variable.Length > Variable.Length - Entry.Length
        : string.Equals(variable, Variable, StringComparison.OrdinalIgnoreCase);

    /// <summary>Its row in docs/settings.md; who adds it fills in the processes.</summary>
    public string Row => $"| `{Key}` | `{Variable}` | {Default} | {Limits} | {Purpose} | ? |";
}
