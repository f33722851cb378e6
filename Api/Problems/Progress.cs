namespace OrleansState.Api.Problems;

/// <summary>Whether a call of several writes has made one of them: from then on it can't say that nothing was changed.</summary>
internal static class Progress
{
    private static readonly object Key = new();

    public static void HasWritten(HttpContext http) => http.Items[Key] = true;

    public static bool Of(HttpContext http) => http.Items.ContainsKey(Key);
}
