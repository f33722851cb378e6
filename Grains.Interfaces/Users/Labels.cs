namespace OrleansState.Users;

/// <summary>What a name given by a client (an item, an action) may look like.</summary>
public static class Labels
{
    /// <summary>A label has 1 to <paramref name="maxLength"/> UTF-16 characters, is not blank and has no control character or lone surrogate.</summary>
    public static bool IsValid(string? label, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(label) || label.Length > maxLength)
            return false;
        for (var i = 0; i < label.Length; i++)
        {
            if (char.IsControl(label[i]))
                return false;
            if (char.IsHighSurrogate(label[i]) && i + 1 < label.Length && char.IsLowSurrogate(label[i + 1]))
                i++;
            else if (char.IsSurrogate(label[i]))
                return false;
        }

        return true;
    }
}
