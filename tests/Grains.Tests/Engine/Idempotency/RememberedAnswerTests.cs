using OrleansState.Idempotency;
using OrleansState.Storage;

namespace OrleansState.Grains.Tests.Engine.Idempotency;

/// <summary>Commands without a recall rule: the answer itself is remembered.</summary>
public sealed class RememberedAnswerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IdempotencyOptions Options = new() { MaxKeys = 2 };

    private readonly List<(int Slot, SpilledKey<string> Key)> _spilled = [];
    private StateVersion<string> _version = new(new StoredState<string> { State = "" }, ETag.None);

    [Fact]
    public void An_answer_is_given_again_though_the_state_went_on()
    {
        var first = Append("a", "key-1");
        Append("b");

        var again = Append("a", "key-1");

        Assert.Equal("ab", _version.State);
        Assert.True(again.Replayed);
        Assert.Equal((first.Value, first.ETag), (again.Value, again.ETag));
    }

    [Fact]
    public void An_answer_that_the_record_had_no_room_for_is_given_again()
    {
        var first = Append("a", "key-1");
        Append("b", "key-2");
        Append("c", "key-3");
        Assert.Equal(2, _version.Stored.Keys.Length);

        var again = Append("a", "key-1");

        Assert.True(again.Replayed);
        Assert.Equal("a", again.Value);
        Assert.Equal(first.ETag, again.ETag);
        Assert.Equal("abc", _version.State);
        Assert.All(_spilled, spilled => Assert.Null(spilled.Key.State));
    }

    [Fact]
    public void A_refusal_is_given_again()
    {
        var first = Append("", "key-1");
        Append("a");

        var again = Append("", "key-1");

        Assert.Equal("empty", first.Refusal?.Code);
        Assert.Equal(first.Refusal, again.Refusal);
        Assert.True(again.Replayed);
    }

    [Fact]
    public void An_answer_of_just_the_limit_is_remembered()
    {
        var largest = Largest();

        Append(largest, "key-1");

        Assert.Equal(IdempotencyOptions.MaxAnswerBytes, _version.Stored.Keys[0].Answer!.Length);
        Assert.Equal(largest, Append(largest, "key-1").Value);
    }

    [Fact]
    public void An_answer_of_one_byte_more_is_a_fault_that_names_the_limit_and_changes_nothing()
    {
        var before = _version;

        var fault = Assert.Throws<InvalidOperationException>(() => Append(Largest() + 'a', "key-1"));

        Assert.Contains("1024", fault.Message, StringComparison.Ordinal);
        Assert.Same(before, _version);
    }

    [Fact]
    public void Without_a_key_an_answer_may_have_any_size_and_nothing_of_it_is_kept()
    {
        Append(new string('a', 2 * IdempotencyOptions.MaxAnswerBytes));

        Assert.Empty(_version.Stored.Keys);
    }

    private static string Largest()
    {
        var text = new string('a', IdempotencyOptions.MaxAnswerBytes);
        while (EngineSerializer.Instance.SerializeToArray(text).Length > IdempotencyOptions.MaxAnswerBytes)
            text = text[1..];
        return text;
    }

    /// <summary>Answers the state as it is after the command.</summary>
    private Reply<string> Append(string text, string? key = null)
    {
        var context = key is null ? null : new CommandContext(Key: IdempotencyKey.Create(key, text));
        var command = new Command<string, string>(
            state => text.Length == 0 ? Decision.Refuse(state, "empty", "There is nothing to append.") : Decision.Accept(state + text, state + text), Context: context);
        var spilled = _spilled.LastOrDefault(s => s.Key.Key.Key == context?.Key?.Key).Key;
        var evaluation = CommandEvaluation<string, string>.On(_version, command, Noon, Options, EngineSerializer.Instance, spilled);
        _version = evaluation.Next;
        _spilled.AddRange(evaluation.Spilled);
        return evaluation.Reply;
    }
}
