namespace OrleansState.Testing;

/// <summary>
/// What a grain means, one call after another, and so what it has to look like from outside, whatever happens to its store, its
/// activations and its callers: for each call how it is sent, and what it does to the model.
/// </summary>
/// <remarks>
/// The functions are pure. Arguments, answers and models are compared by their JSON: what matters of them is public, and dictionaries and
/// sets in them are sorted. An answer with times or random ids in it is reduced to what the model can say, where it is sent.
/// </remarks>
/// <typeparam name="TGrain">The grain's interface, with a string, a <see cref="Guid"/> or a <see cref="long"/> as its key.</typeparam>
/// <typeparam name="TModel">An immutable record, or a value.</typeparam>
/// <param name="initial">What a grain without a record is.</param>
public sealed class GrainModel<TGrain, TModel>(TModel initial)
    where TGrain : class, IGrain
    where TModel : notnull
{
    private readonly List<ModelOperation> _operations = [];

    /// <summary>Adds a command.</summary>
    /// <param name="name">Names it in a counter-example.</param>
    /// <param name="argument">Draws an argument. Few different ones meet more often.</param>
    /// <param name="send">Calls the grain.</param>
    /// <param name="means">What it does: <see cref="Decision.Accept"/> with the answer, or <see cref="Decision.Refuse"/> with the code.</param>
    /// <typeparam name="TArgument">Its argument; a tuple where there are several.</typeparam>
    /// <typeparam name="TAnswer">Its answer.</typeparam>
    public GrainModel<TGrain, TModel> Command<TArgument, TAnswer>(
        string name, Func<Random, TArgument> argument, Func<TGrain, TArgument, CommandContext?, Task<Reply<TAnswer>>> send,
        Func<TModel, TArgument, Decision<TModel, TAnswer>> means) => Add(
            isRead: false,
            name,
            argument,
            async (grain, value, context) => InWords(await send(grain, value, context)),
            (model, value) => InWords(means(model, value)));

    /// <summary>Adds a command without an argument.</summary>
    /// <param name="name">Names it in a counter-example.</param>
    /// <param name="send">Calls the grain.</param>
    /// <param name="means">What it does: <see cref="Decision.Accept"/> with the answer, or <see cref="Decision.Refuse"/> with the code.</param>
    /// <typeparam name="TAnswer">Its answer.</typeparam>
    public GrainModel<TGrain, TModel> Command<TAnswer>(
        string name, Func<TGrain, CommandContext?, Task<Reply<TAnswer>>> send, Func<TModel, Decision<TModel, TAnswer>> means) => Add<object?>(
            isRead: false, name, null, async (grain, _, context) => InWords(await send(grain, context)), (model, _) => InWords(means(model)));

    /// <summary>Adds a call that changes nothing.</summary>
    /// <param name="name">Names it in a counter-example.</param>
    /// <param name="argument">Draws an argument.</param>
    /// <param name="send">Calls the grain.</param>
    /// <param name="means">Its answer.</param>
    /// <typeparam name="TArgument">Its argument; a tuple where there are several.</typeparam>
    /// <typeparam name="TAnswer">Its answer.</typeparam>
    public GrainModel<TGrain, TModel> Read<TArgument, TAnswer>(
        string name, Func<Random, TArgument> argument, Func<TGrain, TArgument, Task<TAnswer>> send, Func<TModel, TArgument, TAnswer> means) => Add(
            isRead: true,
            name,
            argument,
            async (grain, value, _) => Words.Of(await send(grain, value)),
            (model, value) => (model, Words.Of(means(model, value))));

    /// <summary>Adds a call that changes nothing and has no argument.</summary>
    /// <param name="name">Names it in a counter-example.</param>
    /// <param name="send">Calls the grain.</param>
    /// <param name="means">Its answer.</param>
    /// <typeparam name="TAnswer">Its answer.</typeparam>
    public GrainModel<TGrain, TModel> Read<TAnswer>(string name, Func<TGrain, Task<TAnswer>> send, Func<TModel, TAnswer> means) => Add<object?>(
        isRead: true, name, null, async (grain, _, _) => Words.Of(await send(grain)), (model, _) => (model, Words.Of(means(model))));

    /// <summary>
    /// Carries out random histories against the real grain: several clients call it at once, retry under idempotency keys and give up, while
    /// its store fails, hangs and loses its tail, and activations end or are two. Returns where some order of each history's calls explains
    /// all their answers (linearizability).
    /// </summary>
    /// <param name="options">How many histories, from which seed, over which silo; null: the defaults, which take a few seconds.</param>
    /// <exception cref="NotLinearizableException">A history that no order explains. The message has the shortest one, and its seed.</exception>
    /// <exception cref="InvalidOperationException">The model has no calls.</exception>
    public async Task ProveAsync(HistoryOptions? options = null)
    {
        if (_operations.Count == 0)
            throw new InvalidOperationException("The model has no calls: add what the grain answers by Command and Read.");
        await using var search = await HistorySearch.StartAsync(typeof(TGrain), _operations, initial, options ?? new HistoryOptions());
        await search.RunAsync();
    }

    private static string InWords<TAnswer>(Reply<TAnswer> reply) => reply.Refusal is { } refusal ? Words.Refused(refusal.Code) : Words.Of(reply.Value);

    private static (TModel Model, string Answer) InWords<TAnswer>(Decision<TModel, TAnswer> decision) =>
        (decision.State, decision.Refusal is { } refusal ? Words.Refused(refusal.Code) : Words.Of(decision.Value));

    private GrainModel<TGrain, TModel> Add<TArgument>(
        bool isRead, string name, Func<Random, TArgument>? argument, Func<TGrain, TArgument, CommandContext?, Task<string>> send,
        Func<TModel, TArgument, (TModel Model, string Answer)> means)
    {
        _operations.Add(new ModelOperation(isRead, argument is null ? null : random => argument(random), (operation, drawn) =>
        {
            var value = (TArgument)drawn!;
            return new ModelCall(
                operation,
                argument is null ? name : $"{name} {Words.Of(value)}",
                (grain, context) => send((TGrain)grain, value, context),
                model => means((TModel)model, value));
        }));
        return this;
    }
}
