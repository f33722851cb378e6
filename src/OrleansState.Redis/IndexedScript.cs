namespace OrleansState.Redis;

/// <summary>
/// Writes records, the idempotency keys beside them and the indexes that contain them, in one step. Writes that have to do with
/// records alone go by the script that knows nothing else.
/// </summary>
internal static class IndexedScript
{
    /// <summary>
    /// As the write of records alone (<see cref="RedisEpoch"/>), of which it is the longer form. Behind the tombstones come the keys of hashes
    /// and of indexes, then that of the generation. Behind the records' arguments come first, for each record that has to do with keys: which
    /// record it is, which of KEYS is the first of its hashes, from which second on a key counts no more, which hash is emptied, how long each
    /// of the two is kept, how many keys take effect and how many leave the record, then those, the latter each with its hash and its value. A
    /// key that takes effect is looked for before anything of its record is written.
    /// Then come the sums of all records (its number, which of KEYS, the field, how many seconds that is kept where this begins it; a sum may
    /// go into several), the ordered sets of all records (which
    /// of KEYS, how many it may hold, which of KEYS has the floor below which it holds none), and for each record that has to do with indexes:
    /// which record it is, how many sums it changes and how many sets, then those (which sum, by how much; which set, the member, its score or
    /// nothing, behind an f where it was higher). The last five arguments say where the sums begin and how many there are, the same of the
    /// sets, and how many records there are. What records do to indexes is added up and done once, behind the last record.
    /// Where a set has more members than it may hold, the lowest go, and the floor is the score of the highest of those: all that is not in the
    /// set is not above it.
    /// </summary>
    public const string Write =
        """
        local n = tonumber(ARGV[#ARGV])
        local sumsAt, sumCount = tonumber(ARGV[#ARGV - 4]), tonumber(ARGV[#ARGV - 3])
        local setsAt, setCount = tonumber(ARGV[#ARGV - 2]), tonumber(ARGV[#ARGV - 1])
        local outcomes, faults, beside, changes, t = {}, {}, {}, {}, n
        local sums, sets, p = {}, {}, 2 * n + 1
        while p < sumsAt do
          local keys = { hash = tonumber(ARGV[p + 1]), old = ARGV[p + 2], begun = ARGV[p + 3], keep = { ARGV[p + 4], ARGV[p + 5] }, fresh = p + 8 }
          keys.spilled = keys.fresh + tonumber(ARGV[p + 6])
          keys.last = keys.spilled + 3 * tonumber(ARGV[p + 7]) - 1
          beside[tonumber(ARGV[p])] = keys
          p = keys.last + 1
        end
        p = setsAt + 3 * setCount
        while p < #ARGV - 4 do
          changes[tonumber(ARGV[p])] = p
          p = p + 3 + 2 * tonumber(ARGV[p + 1]) + 3 * tonumber(ARGV[p + 2])
        end

        local function known(keys)
          for f = keys.fresh, keys.spilled - 1 do
            for h = keys.hash, keys.hash + 1 do
              local value = redis.pcall('HGET', KEYS[h], ARGV[f])
              if type(value) == 'table' then return value end
              if value and string.sub(value, 1, 10) > keys.old then return true end
            end
          end
          return false
        end

        local function spill(keys)
          if keys.begun ~= '' then redis.call('DEL', KEYS[keys.hash + tonumber(keys.begun)]) end
          for e = keys.spilled, keys.last, 3 do
            local done = redis.pcall('HSET', KEYS[keys.hash + tonumber(ARGV[e])], ARGV[e + 1], ARGV[e + 2])
            if type(done) == 'table' and done.err then return done end
          end
          for h = 0, 1 do
            if keys.keep[h + 1] ~= '' then redis.call('PEXPIRE', KEYS[keys.hash + h], keys.keep[h + 1]) end
          end
        end

        local function forget(keys)
          for e = keys.spilled, keys.last, 3 do redis.call('HDEL', KEYS[keys.hash + tonumber(ARGV[e])], ARGV[e + 1]) end
        end

        local function write(i, key, guard, record)
          if guard == '' then t = t + 1 end
          local head, keys, fault = redis.pcall('GETRANGE', key, '0', '15'), beside[i], nil
          if type(head) == 'table' and string.sub(head.err, 1, 9) == 'WRONGTYPE' then return '0' end
          if type(head) == 'table' then return '2', head end
          if head ~= guard then return '0' end
          if guard == '' and redis.call('EXISTS', KEYS[t]) == 1 then return '3' end
          if record == '' then
            redis.call('DEL', key)
            if keys then redis.call('DEL', KEYS[keys.hash], KEYS[keys.hash + 1]) end
            return '1'
          end
          if keys then
            fault = known(keys)
            if fault == true then return '4' end
            fault = fault or spill(keys)
            if fault then return '2', fault end
          end
          local done = redis.pcall('SET', key, record)
          if not done.err then return '1' end
          if keys then forget(keys) end
          return '2', done
        end

        local function collect(q)
          local s = q + 3 + 2 * tonumber(ARGV[q + 1])
          for e = q + 3, s - 1, 2 do
            local sum = ARGV[e]
            sums[sum] = (sums[sum] or 0) + tonumber(ARGV[e + 1])
          end
          for e = s, s + 3 * tonumber(ARGV[q + 2]) - 1, 3 do
            local set = ARGV[e]
            if not sets[set] then sets[set] = {} end
            sets[set][ARGV[e + 1]] = ARGV[e + 2]
          end
        end

        for i = 1, n do
          local outcome, fault = write(i, KEYS[i], ARGV[2 * i - 1], ARGV[2 * i])
          outcomes[i] = outcome
          if fault then faults[#faults + 1] = '\n' .. fault.err end
          if outcome == '1' and changes[i] then collect(changes[i]) end
        end

        local function done(answer)
          if type(answer) == 'table' and answer.err then faults[#faults + 1] = '\n#' .. answer.err end
          return answer
        end

        for at = sumsAt, sumsAt + 4 * sumCount - 1, 4 do
          local delta = sums[ARGV[at]]
          if delta and delta ~= 0 then
            local key = KEYS[tonumber(ARGV[at + 1])]
            local value = done(redis.pcall('HINCRBY', key, ARGV[at + 2], string.format('%.0f', delta)))
            if value == 0 then done(redis.pcall('HDEL', key, ARGV[at + 2])) end
            if ARGV[at + 3] ~= '' and value == delta then done(redis.pcall('EXPIRE', key, ARGV[at + 3])) end
          end
        end
        for set = 0, setCount - 1 do
          local members, at = sets[string.format('%d', set)], setsAt + 3 * set
          if members then
            local key, bound = KEYS[tonumber(ARGV[at])], ARGV[at + 1]
            local floorKey = bound ~= '' and KEYS[tonumber(ARGV[at + 2])]
            local floor = floorKey and tonumber(redis.call('GET', floorKey) or '')
            local add, remove = {}, {}
            for member, score in pairs(members) do
              local falls = string.sub(score, 1, 1) == 'f'
              if falls then score = string.sub(score, 2) end
              if score == '' then
                remove[#remove + 1] = member
              elseif not floor or tonumber(score) > floor then
                add[#add + 1] = score
                add[#add + 1] = member
              elseif falls then
                remove[#remove + 1] = member
              end
            end
            if #remove > 0 then done(redis.pcall('ZREM', key, unpack(remove))) end
            if #add > 0 then
              done(redis.pcall('ZADD', key, unpack(add)))
              if floorKey then
                local over = redis.call('ZCARD', key) - tonumber(bound)
                if over > 0 then
                  local last = string.format('%.0f', over - 1)
                  local highest = redis.call('ZRANGE', key, last, last, 'WITHSCORES')
                  redis.call('ZREMRANGEBYRANK', key, '0', last)
                  if not floor or tonumber(highest[2]) > floor then redis.call('SET', floorKey, highest[2]) end
                end
              end
            end
          end
        end
        return table.concat(outcomes) .. table.concat(faults)
        """;
}
