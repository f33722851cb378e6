using Orleans.Concurrency;

namespace OrleansState.Grains.Tests.Users;

[Alias("orleansstate.tests.notes")]
public interface INotesGrain : IGrainWithStringKey
{
    [Alias("Note")]
    Task NoteAsync(string text);
}

[GenerateSerializer, Immutable, Alias("orleansstate.tests.notes-state")]
public sealed record Notes
{
    [Id(0)]
    public string Text { get; init; } = "";
}

/// <summary>A grain with two states of its user.</summary>
[Reentrant]
[GrainType("notes")]
internal sealed class NotesGrain(
    [DurableState("drafts", User = UserRelation.KeyIsUserId)] IDurableState<Notes> drafts,
    [DurableState("notes", User = UserRelation.KeyIsUserId)] IDurableState<Notes> notes) : Grain, INotesGrain
{
    public async Task NoteAsync(string text)
    {
        await drafts.CommitAsync(draft => Decision.Accept(draft with { Text = text }, true));
        await notes.CommitAsync(note => Decision.Accept(note with { Text = text }, true));
    }
}
