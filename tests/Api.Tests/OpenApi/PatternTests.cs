using System.Text.RegularExpressions;
using OrleansState.Accounts;
using OrleansState.Api.OpenApi;
using OrleansState.Users;

namespace OrleansState.Api.Tests.OpenApi;

/// <summary>The regular expressions of the document say what the rules say, for every character that there is in UTF-16.</summary>
public sealed class PatternTests
{
    [Fact]
    public void A_username_matches_where_it_can_be_registered() => Agree(Patterns.Username, name => Usernames.IsValid(name), c => $"ad{c}a");

    [Fact]
    public void A_user_id_matches_where_it_is_taken() => Agree(Patterns.UserId, id => UserIds.IsValid(id), c => $"4{c}2");

    [Fact]
    public void A_label_matches_where_it_is_taken()
    {
        Agree(Patterns.Label, label => Labels.IsValid(label, 16), c => $"a{c}b");
        Agree(Patterns.Label, label => Labels.IsValid(label, 16), c => $" {c}");
    }

    /// <summary>Halves of surrogate pairs are left out: no JSON can hold one by itself.</summary>
    private static void Agree(string pattern, Func<string, bool> rule, Func<char, string> write)
    {
        var regex = new Regex(pattern, RegexOptions.ECMAScript);
        for (var c = '\0'; c < char.MaxValue; c++)
        {
            if (!char.IsSurrogate(c))
                Assert.True(rule(write(c)) == regex.IsMatch(write(c)), $"U+{(int)c:X4} is taken: {rule(write(c))}, and matches: {regex.IsMatch(write(c))}");
        }
    }
}
